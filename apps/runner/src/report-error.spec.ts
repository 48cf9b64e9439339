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
  it.each([
    [2, new UsageError(['--plan: no'])],
    [2, new ConfigError(['jobs.x: no'])],
    [2, new StoreUnusableError('newer')],
    [2, new RequestRejectedError('Keepa said no')],
    [3, new TokenRechargeError(1000, 2000, 'balance -5')],
    [4, new KeyRefusedError('no such key')],
    [5, new KeepaUnreachableError('8 in a row')],
    [5, new StoreUnavailableError('disk')],
    [5, system('EADDRINUSE', 'listen EADDRINUSE: address already in use 127.0.0.1:80')],
    [1, new GrantStateError('bug')],
    [1, new Error('bug')],
    [1, 'thrown text'],
  ])('end with %i: %s', (code, error) => {
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

  it('show their stack only with SMART_INGESTOR_DEBUG=1', () => {
    expect(reported(new Error('boom'), { SMART_INGESTOR_DEBUG: '1' })).toContain('    at ');
    expect(reported(new Error('boom'), { SMART_INGESTOR_DEBUG: '0' })).not.toContain('    at ');
  });
});
