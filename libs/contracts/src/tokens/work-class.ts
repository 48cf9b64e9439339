/** Who a token is spent for. A due scan goes first; the others share what is left of the refill by weight. */
export type WorkClass = 'scan' | 'discover' | 'refresh' | 'seller' | 'adhoc';

/** The classes that share by weight. `discover` peeks and buys what scans delivered; `adhoc` is what a person asked for. */
export type WeightedClass = Exclude<WorkClass, 'scan'>;

/** What one request is for, finer than its class: a peek and a commit both discover. */
export type Stage = 'page' | 'peek' | 'commit' | 'refresh' | 'seller';
