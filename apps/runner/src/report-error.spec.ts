import {
  ConfigError,
  GrantStateError,
  KeepaUnreachableError,
  KeyRefusedError,
  RequestRejectedError,
  StoreUnavailableError,
  StoreUnusableError,
  TokenRechargeError,
} from '@smart-ingestor/contracts';
import { exitCodeOfError } from './exit-codes';
import { reportError } from './report-error';
import { capturedIo } from './testing/captured-io';
import { UsageError } from './usage-error';

const system = (code: string, message: string): Error => Object.assign(new Error(message), { code });

function reported(error: unknown, env = {}): string {
  const io = capturedIo('.', env);
  reportError(error, io);
  return io.stderr.text;
}

describe('errors', () => {
  const ENDINGS: readonly (readonly [unknown, number])[] = [
    [new UsageError(['--plan: no']), 2],
    [new ConfigError(['jobs.x: no']), 2],
    [new StoreUnusableError('newer'), 2],
    [new RequestRejectedError('Keepa said no'), 2],
    [new TokenRechargeError(1000, 2000, 'balance -5'), 3],
    [new KeyRefusedError('no such key'), 4],
    [new KeepaUnreachableError('8 in a row'), 5],
    [new StoreUnavailableError('disk'), 5],
    [system('EADDRINUSE', 'listen EADDRINUSE: address already in use 127.0.0.1:80'), 5],
    [new GrantStateError('bug'), 1],
    [new Error('bug'), 1],
    ['thrown text', 1],
  ];
  it.each(ENDINGS.map(([error, code]) => ({ error, code, name: String(error) })))('$name ends with $code', ({ error, code }) => {
    expect(exitCodeOfError(error)).toBe(code);
  });

  it('are one line with a stable code, and all problems where there are several', () => {
    expect(reported(new KeyRefusedError('no such key'))).toBe('error KEY_REFUSED: no such key\n');
    expect(reported(new UsageError(['--plan: no', '--seed: no']))).toBe('error USAGE: 2 problems:\n  - --plan: no\n  - --seed: no\n');
    expect(reported(system('EADDRINUSE', 'listen 127.0.0.1:80'))).toBe(
      'error EADDRINUSE: listen 127.0.0.1:80. Another program listens there: choose another --port, or 0 for any free one.\n',
    );
    expect(reported(new Error('boom'))).toBe('error UNEXPECTED: boom (SMART_INGESTOR_DEBUG=1 shows where)\n');
  });

  it('are red on a terminal, unless NO_COLOR is set', () => {
    const terminal = (env = {}): string => {
      const io = capturedIo('.', env, true);
      reportError(new KeyRefusedError('no such key'), io);
      return io.stderr.text;
    };
    expect(terminal()).toBe('\u001b[31merror KEY_REFUSED:\u001b[39m no such key\n');
    expect(terminal({ NO_COLOR: '1' })).toBe('error KEY_REFUSED: no such key\n');
  });

  it('show their stack only with SMART_INGESTOR_DEBUG=1', () => {
    expect(reported(new Error('boom'), { SMART_INGESTOR_DEBUG: '1' })).toContain('    at ');
    expect(reported(new Error('boom'), { SMART_INGESTOR_DEBUG: '0' })).not.toContain('    at ');
  });
});
