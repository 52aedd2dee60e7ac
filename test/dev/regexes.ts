import ts from 'typescript';

/** A regular expression in source code. */
export interface FoundRegex {
  line: number;
  /** Pattern and flags; absent if they are not constant in the file */
  regex?: { source: string; flags: string };
}

/** Finds the regular expressions of a file: literals, and calls of `RegExp` with constants of the file. */
export function findRegexes(file: string, text: string): FoundRegex[] {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(tree);
  const found: FoundRegex[] = [];
  const visit = (node: ts.Node): void => {
    const line =
      tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
    if (ts.isRegularExpressionLiteral(node)) {
      found.push({ line, regex: partsOf(node.text) });
    } else if (isRegExpCall(node)) {
      const [source, flags] = node.arguments ?? [];
      const pattern = source && valueOf(source, constants);
      const modes = flags ? valueOf(flags, constants) : '';
      const isConstant = pattern !== undefined && modes !== undefined;
      found.push({
        line,
        ...(isConstant && { regex: { source: pattern, flags: modes } }),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isRegExpCall(
  node: ts.Node,
): node is ts.CallExpression | ts.NewExpression {
  return (
    (ts.isCallExpression(node) || ts.isNewExpression(node)) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'RegExp'
  );
}

/** Initial values of the constants of a file, by name. */
function constantsOf(tree: ts.SourceFile): Map<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    if (!(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
    for (const { name, initializer } of statement.declarationList
      .declarations) {
      if (ts.isIdentifier(name) && initializer)
        found.set(name.text, initializer);
    }
  }
  return found;
}

function valueOf(
  node: ts.Expression,
  constants: Map<string, ts.Expression>,
): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) {
    const initial = constants.get(node.text);
    return initial && valueOf(initial, constants);
  }
  if (ts.isTemplateExpression(node)) {
    let text: string | undefined = node.head.text;
    for (const { expression, literal } of node.templateSpans) {
      const value = valueOf(expression, constants);
      if (value === undefined) return undefined;
      text += value + literal.text;
    }
    return text;
  }
  const isCharacter =
    ts.isCallExpression(node) &&
    node.expression.getText() === 'String.fromCharCode';
  if (isCharacter) {
    const codes = node.arguments.map(each => Number(each.getText()));
    return codes.some(Number.isNaN) ? undefined : String.fromCharCode(...codes);
  }
  return undefined;
}

function partsOf(literal: string): { source: string; flags: string } {
  const end = literal.lastIndexOf('/');
  return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}
