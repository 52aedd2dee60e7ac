import { InputError } from '@backstage/errors';
import {
  MAX_MANIFEST_BYTES,
  problemError,
  requestProblem,
} from '@fairway/backstage-plugin-delivery-common';
import type { RequestProblemCode } from '@fairway/backstage-plugin-delivery-common';
import {
  CST,
  Composer,
  Lexer,
  LineCounter,
  Parser,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
} from 'yaml';
import type { Document, Node, ParsedNode } from 'yaml';

/**
 * Limits of YAML from outside. They are checked before the expensive part of each
 * step, so that no text blocks the event loop for longer than 200 ms.
 * `./dev bench limits` measures the largest allowed texts.
 * @public
 */
export const YAML_LIMITS = {
  /** Size of the text in UTF-8 */
  bytes: MAX_MANIFEST_BYTES,
  /** Keys, values, comments, line breaks, indentation and punctuation */
  tokens: 40_000,
  documents: 200,
  /** Levels of mappings and lists */
  depth: 64,
  /** Anchors and aliases together */
  aliases: 100,
  /** Values after each alias is replaced by its value */
  values: 25_000,
} as const;

/** Value of one YAML document, and its position among the documents of the text. @public */
export interface YamlDocument {
  /** 1 for the first document */
  number: number;
  /** Its value as JSON would have it */
  value: unknown;
}

/**
 * Parses the YAML documents of a text from outside, in time that is linear in its
 * size. Documents without a value are left out.
 *
 * @param field - what the text is, for the error message: `action.manifests`, or the
 * path of a file
 * @throws InputError that names the field, the limit or the line, and what to do
 * @public
 */
export function parseYaml(text: string, field: string): YamlDocument[] {
  const refuse = (
    code: RequestProblemCode,
    values: Record<string, string | number> = {},
  ) => problemError(InputError, requestProblem(code, { field, ...values }));
  const lines = new LineCounter();
  const tokens = tokensOf(text, lines, refuse);
  const composer = new Composer({
    // The library's own check is quadratic; checkKeys() is linear.
    uniqueKeys: false,
    resolveKnownTags: false,
  });
  const documents = [
    ...tokens.flatMap(token => [...composer.next(token)]),
    ...composer.end(),
  ];
  let budget: Budget = {
    values: YAML_LIMITS.values,
    characters: YAML_LIMITS.bytes,
  };
  return documents.flatMap((document, index) => {
    // A tag that is not resolved is a warning; the value may mean something else to others.
    const [error] = [...document.errors, ...document.warnings];
    if (error) {
      throw refuse('yamlInvalid', {
        ...position(lines, error.pos[0]),
        details: error.message,
      });
    }
    checkNodes(document, lines, refuse);
    // The budget replaces the library's limit, which is not an InputError.
    const value: unknown = document.toJS({ maxAliasCount: -1 });
    budget = spend(value, budget, () =>
      refuse('yamlExpansionTooLarge', {
        values: YAML_LIMITS.values,
        bytes: YAML_LIMITS.bytes,
      }),
    );
    return value === null ? [] : [{ number: index + 1, value }];
  });
}

type Refuse = (
  code: RequestProblemCode,
  values?: Record<string, string | number>,
) => Error;

/** Counts the tokens of a text, and refuses the first one above a limit. */
class TokenCounter {
  readonly #lines: LineCounter;
  readonly #refuse: Refuse;
  #tokens = 0;
  #documents = 0;
  #aliases = 0;
  #flowDepth = 0;
  #isScalar = false;

  constructor(lines: LineCounter, refuse: Refuse) {
    this.#lines = lines;
    this.#refuse = refuse;
  }

  count(lexeme: string): void {
    this.#tokens += 1;
    if (this.#tokens > YAML_LIMITS.tokens) {
      throw this.#refuse('yamlTooManyTokens', { most: YAML_LIMITS.tokens });
    }
    // The text of a plain or block scalar may look like another token.
    const type = this.#isScalar ? null : CST.tokenType(lexeme);
    this.#isScalar = type === 'scalar';
    switch (type) {
      // The first document has both, and so has each one after `...`.
      case 'doc-mode':
      case 'doc-start':
        return this.#countDocument();
      case 'anchor':
      case 'alias':
        return this.#countAlias();
      case 'flow-map-start':
      case 'flow-seq-start':
        return this.#open();
      case 'flow-map-end':
      case 'flow-seq-end':
        this.#flowDepth = Math.max(0, this.#flowDepth - 1);
        return undefined;
      case 'flow-error-end':
        this.#flowDepth = 0;
        return undefined;
      case 'directive-line':
        throw this.#refuse('yamlDirective', { directive: lexeme.slice(0, 20) });
      default:
        return undefined;
    }
  }

  #countDocument(): void {
    this.#documents += 1;
    if (this.#documents > YAML_LIMITS.documents + 1) {
      throw this.#refuse('yamlTooManyDocuments', {
        most: YAML_LIMITS.documents,
      });
    }
  }

  #countAlias(): void {
    this.#aliases += 1;
    if (this.#aliases > YAML_LIMITS.aliases) {
      throw this.#refuse('yamlTooManyAliases', { most: YAML_LIMITS.aliases });
    }
  }

  #open(): void {
    this.#flowDepth += 1;
    if (this.#flowDepth > YAML_LIMITS.depth) {
      throw this.#refuse('yamlTooDeep', {
        most: YAML_LIMITS.depth,
        line: this.#lines.lineStarts.length,
      });
    }
  }
}

/** Checks the limits of size while the text is split into tokens, then those of structure. */
function tokensOf(
  text: string,
  lines: LineCounter,
  refuse: Refuse,
): CST.Token[] {
  const bytes = Buffer.byteLength(text);
  if (bytes > YAML_LIMITS.bytes) {
    throw refuse('yamlTooLarge', { number: bytes, most: YAML_LIMITS.bytes });
  }
  const parser = new Parser(lines.addNewLine);
  const counter = new TokenCounter(lines, refuse);
  const tokens: CST.Token[] = [];
  // Offset 0 is the start of the first line.
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    counter.count(lexeme);
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  for (const token of tokens) checkDepth(token, lines, refuse);
  return tokens;
}

/** Checks the depth without recursion: everything after it may recurse. */
function checkDepth(token: CST.Token, lines: LineCounter, refuse: Refuse) {
  const open: [token: CST.Token | null | undefined, depth: number][] = [
    [token, 0],
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const [each, depth] = next;
    if (each?.type === 'document') open.push([each.value, depth]);
    if (each && CST.isCollection(each)) {
      if (depth >= YAML_LIMITS.depth) {
        const { line } = position(lines, each.offset);
        throw refuse('yamlTooDeep', { most: YAML_LIMITS.depth, line });
      }
      for (const { key, value } of each.items) {
        open.push([key, depth + 1], [value, depth + 1]);
      }
    }
  }
}

/** Checks that keys are texts and unique in their mapping, and that each alias has an anchor. */
function checkNodes(
  document: Document.Parsed<ParsedNode>,
  lines: LineCounter,
  refuse: Refuse,
): void {
  const anchors = new Set<string>();
  const at = (node: Node) => position(lines, node.range?.[0] ?? 0);
  const check = (node: unknown): void => {
    if (isAlias(node) && !anchors.has(node.source)) {
      throw refuse('yamlAliasUnknown', { alias: node.source, ...at(node) });
    }
    if (!isScalar(node) && !isCollection(node)) return;
    if (node.anchor) anchors.add(node.anchor);
    if (!isCollection(node)) return;
    const keys = new Set<string>();
    for (const item of node.items) {
      if (!isPair(item)) {
        check(item);
      } else if (isScalar(item.key)) {
        const key = String(item.key.value ?? '');
        if (isMap(node) && keys.has(key)) {
          const { line } = at(item.key);
          throw refuse('yamlKeyTwice', { key: key.slice(0, 100), line });
        }
        keys.add(key);
        check(item.key);
        check(item.value);
      } else {
        throw refuse('yamlKeyNotText', at(node));
      }
    }
  };
  check(document.contents);
}

interface Budget {
  values: number;
  characters: number;
}

/** Subtracts the size of a value, with the value of each alias counted where it is used. */
function spend(value: unknown, budget: Budget, refuse: () => Error): Budget {
  let { values, characters } = budget;
  const open = [value];
  while (open.length) {
    const next = open.pop();
    values -= 1;
    if (typeof next === 'string') characters -= next.length;
    if (values < 0 || characters < 0) throw refuse();
    if (typeof next === 'object' && next !== null) {
      for (const [key, each] of Object.entries(next)) {
        if (!Array.isArray(next)) characters -= key.length;
        open.push(each);
      }
    }
  }
  return { values, characters };
}

function position(lines: LineCounter, offset: number) {
  const { line, col: column } = lines.linePos(offset);
  return { line, column };
}
