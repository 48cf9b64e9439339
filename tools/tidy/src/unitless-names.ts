import ts from 'typescript';

/** Quantities that mean nothing without a unit: `timeoutMs` says what `timeout` does not. */
const NEEDS_UNIT = new Set(['timeout', 'delay', 'interval', 'ttl', 'duration', 'wait', 'age', 'latency', 'retention']);

export interface UnitlessName {
  readonly name: string;
  readonly line: number;
}

/** Names of numbers that end in a quantity without its unit: fields, parameters, variables and number options of schemas. */
export function unitlessNames(text: string, path = 'source.ts'): UnitlessName[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const found: UnitlessName[] = [];
  const visit = (node: ts.Node): void => {
    const name = numberNameOf(node, source);
    if (name !== null && NEEDS_UNIT.has(lastWord(name))) {
      found.push({ name, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function numberNameOf(node: ts.Node, source: ts.SourceFile): string | null {
  if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isParameter(node) || ts.isVariableDeclaration(node)) {
    const initializer = ts.isPropertySignature(node) ? undefined : node.initializer;
    return isNumberType(node.type, source) || isNumberValue(initializer, source) ? node.name.getText(source) : null;
  }
  if (ts.isPropertyAssignment(node)) return isNumberValue(node.initializer, source) ? node.name.getText(source) : null;
  return null;
}

function isNumberType(type: ts.TypeNode | undefined, source: ts.SourceFile): boolean {
  return type !== undefined && /^(number|number \| (null|undefined)|(null|undefined) \| number)$/.test(type.getText(source));
}

/** A literal, or a schema of a number (`z.number()`, `z.int()`, `z.coerce.number()`). */
function isNumberValue(value: ts.Expression | undefined, source: ts.SourceFile): boolean {
  if (value === undefined) return false;
  return ts.isNumericLiteral(value) || /^z\s*\.(coerce\s*\.)?\s*(number|int)\(/.test(value.getText(source));
}

/** `maxWaitMs` → `ms`, `MAX_AGE` → `age`, `page` → `page`. */
function lastWord(name: string): string {
  const words = name.split(/_|(?<=[a-z0-9])(?=[A-Z])/).filter((word) => word !== '');
  return (words.at(-1) ?? '').toLowerCase();
}
