import { join } from 'node:path';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noEmit: true,
  skipDefaultLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: [],
};

/** Compiles files strictly. */
export function compile(files: readonly string[]): ts.Program {
  return ts.createProgram([...files], options);
}

/** What is wrong with them, a line each. */
export function faultsOf(program: ts.Program): string[] {
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
    return `${file?.fileName ?? ''}:${line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

/**
 * Where a file of types has an `any` or an `unknown`: the names of what it stands in, such as `Thing.value`, and `[]`
 * for whatever an index signature takes.
 */
export function looseTypesIn(program: ts.Program, ...path: readonly string[]): string[] {
  const file = program.getSourceFile(join(...path));
  if (file === undefined) {
    throw new Error(`${join(...path)} was not compiled`);
  }
  const found: string[] = [];
  const visit = (node: ts.Node, names: readonly string[]): void => {
    if (node.kind === ts.SyntaxKind.AnyKeyword || node.kind === ts.SyntaxKind.UnknownKeyword) {
      found.push(`${names.slice(-2).join('.')}: ${ts.tokenToString(node.kind) ?? ''}`);
    }
    const named = nameOf(node, file);
    ts.forEachChild(node, (child) => {
      visit(child, named === undefined ? names : [...names, named]);
    });
  };
  visit(file, []);
  return found;
}

function nameOf(node: ts.Node, file: ts.SourceFile): string | undefined {
  if (ts.isIndexSignatureDeclaration(node)) {
    return '[]';
  }
  return ts.isPropertySignature(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)
    ? node.name.getText(file)
    : undefined;
}
