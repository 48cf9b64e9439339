import { names } from '@nx/devkit';

/** What every generator takes; its schema has said so to the person already. */
export interface ScaffoldOptions {
  /** kebab-case. */
  readonly name: string;
  /** From the workspace root. */
  readonly directory?: string;
  /** A package of its own instead of a library of this monorepo. */
  readonly standalone?: boolean;
}

export interface PolicyOptions extends ScaffoldOptions {
  readonly kind?: 'token' | 'batch';
}

/** What templates see. */
export interface Names {
  /** `keep-reserve` */
  readonly name: string;
  /** `KeepReserve` */
  readonly className: string;
  /** `keepReserve` */
  readonly propertyName: string;
  readonly packageName: string;
}

const KEBAB_CASE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** @throws {Error} naming the option, its value and the rule. */
export function namesOf({ name, standalone = false }: ScaffoldOptions): Names {
  if (!KEBAB_CASE.test(name))
    throw new Error(`name is '${name}': use kebab-case (a to z, 0 to 9 and single dashes, a letter first), e.g. '${suggestedName(name)}'.`);
  const { className, propertyName } = names(name);
  return { name, className, propertyName, packageName: standalone ? name : `@smart-ingestor/${name}` };
}

function suggestedName(name: string): string {
  const kebab = names(name)
    .fileName.replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return KEBAB_CASE.test(kebab) ? kebab : 'keep-reserve';
}
