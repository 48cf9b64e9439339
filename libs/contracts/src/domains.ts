/** Amazon's shops by Keepa domain id (7 was China and is gone). */
export const AMAZON_HOSTS: Readonly<Record<number, string>> = {
  1: 'www.amazon.com',
  2: 'www.amazon.co.uk',
  3: 'www.amazon.de',
  4: 'www.amazon.fr',
  5: 'www.amazon.co.jp',
  6: 'www.amazon.ca',
  8: 'www.amazon.it',
  9: 'www.amazon.es',
  10: 'www.amazon.in',
  11: 'www.amazon.com.mx',
  12: 'www.amazon.com.br',
};

export function amazonLink(domainId: number, asin: string): string {
  return `https://${AMAZON_HOSTS[domainId] ?? AMAZON_HOSTS[1]}/dp/${asin}`;
}
