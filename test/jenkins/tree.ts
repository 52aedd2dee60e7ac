/** Requested fields of an object: by key the requested fields of its value, `*` for any key. */
export interface Tree {
  keys: Map<string, Branch>;
}

interface Branch {
  tree?: Tree;
  /** Range of a list: start, and end (exclusive) */
  range?: [from: number, to: number];
}

/**
 * Reads a `tree` parameter: `name,jobs[name,url]{0,50}`.
 *
 * @see https://github.com/jenkinsci/stapler/blob/master/core/src/main/java/org/kohsuke/stapler/export/NamedPathPruner.java
 * @throws SyntaxError if it is invalid
 */
export function parseTree(text: string): Tree {
  const tokens: string[] = text.match(/[[\]{},]|[^[\]{},\s]+/g) ?? [];
  let at = 0;
  const keys = (): Tree => {
    const tree: Tree = { keys: new Map() };
    while (at < tokens.length && tokens[at] !== ']') {
      const name = tokens[at];
      if (/^[[\]{},]$/.test(name)) throw new SyntaxError(`tree: ${name}`);
      at += 1;
      const branch: Branch = {};
      if (tokens[at] === '[') {
        at += 1;
        branch.tree = keys();
        if (tokens[at] !== ']') throw new SyntaxError('tree: ] is missing');
        at += 1;
      }
      if (tokens[at] === '{') {
        const end = tokens.indexOf('}', at);
        if (end < 0) throw new SyntaxError('tree: } is missing');
        branch.range = rangeOf(tokens.slice(at + 1, end));
        at = end + 1;
      }
      tree.keys.set(name, branch);
      if (tokens[at] === ',') at += 1;
    }
    return tree;
  };
  return keys();
}

function rangeOf(tokens: string[]): [number, number] {
  const comma = tokens.indexOf(',');
  if (comma < 0) {
    const index = Number(tokens[0]);
    return [index, index + 1];
  }
  const [from = '0'] = tokens.slice(0, comma);
  const [to] = tokens.slice(comma + 1);
  return [Number(from), to === undefined ? Infinity : Number(to)];
}

/** An object of Jenkins' API; a function is called only if its key is requested. */
export interface Exported {
  [key: string]: unknown;
}

/** Selects the fields of a `tree` from an object. `_class` is always included, missing fields never. */
export function prune(value: unknown, tree: Tree | undefined): unknown {
  if (Array.isArray(value)) return value.map(item => prune(item, tree));
  if (typeof value !== 'object' || value === null) return value;
  const pruned: Exported = {};
  for (const [key, held] of Object.entries(value)) {
    const branch = tree?.keys.get(key) ?? tree?.keys.get('*');
    if (key === '_class') {
      pruned[key] = held;
    } else if (branch) {
      const given = typeof held === 'function' ? held() : held;
      if (given === undefined) continue;
      const ranged =
        branch.range && Array.isArray(given)
          ? given.slice(...branch.range)
          : given;
      pruned[key] = prune(ranged, branch.tree);
    } else if (
      !tree &&
      typeof held !== 'object' &&
      typeof held !== 'function'
    ) {
      // Without a tree: plain values only.
      if (held !== undefined) pruned[key] = held;
    }
  }
  return pruned;
}
