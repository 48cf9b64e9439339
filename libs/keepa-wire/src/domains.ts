/** Keepa's domain ids; 7 was China and is gone. 1 com, 2 co.uk, 3 de, 4 fr, 5 co.jp, 6 ca, 8 it, 9 es, 10 in, 11 com.mx, 12 com.br. */
export const PRODUCT_DOMAINS: readonly number[] = [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12];

/** Keepa serves Brazil (12) with products and the product finder only: there is no deal feed. */
export const DEAL_DOMAINS: readonly number[] = PRODUCT_DOMAINS.filter((id) => id !== 12);
