/** Shorter keys are stand-ins (a simulator takes any) and may occur in honest data; Keepa's have 64 characters. */
const REAL_KEY_MIN_LENGTH = 20;

/** A body that echoes the key (a proxy's error page quotes the URL) loses it here, before anybody stores or prints it. */
export function withoutKey(body: Uint8Array, key: string): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (key.length < REAL_KEY_MIN_LENGTH || !bytes.includes(key)) return body;
  return Buffer.from(bytes.toString('latin1').replaceAll(Buffer.from(key).toString('latin1'), '***'), 'latin1');
}
