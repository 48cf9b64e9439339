import ts from 'typescript';

const TIMERS = new Set(['setTimeout', 'setInterval']);
const TIMER_MODULES = /^(node:)?(timers|perf_hooks)(\/|$)/;

/** Where the text reads the machine's time or starts a timer, as `line: what`. `new Date(someMs)` is arithmetic, not a clock. */
export function clockUses(text: string): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const use = clockUseOf(node, source);
    if (use !== null) found.push(`${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}: ${use}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function clockUseOf(node: ts.Node, source: ts.SourceFile): string | null {
  if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && (node.arguments ?? []).length === 0) return 'new Date()';
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText(source);
    return /^(Date\.now|performance\.(now|timeOrigin)|process\.(hrtime|uptime)|globalThis\.(setTimeout|setInterval))$/.test(text) ? text : null;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && TIMERS.has(node.expression.text)) return `${node.expression.text}()`;
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && TIMER_MODULES.test(node.moduleSpecifier.text)) {
    return /\b(setTimeout|setInterval|scheduler|performance)\b/.test(node.getText(source)) ? `import of ${node.moduleSpecifier.text}` : null;
  }
  return null;
}
