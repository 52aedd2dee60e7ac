import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, sendHtml } from './answers.ts';
import { childOf } from './exported.ts';
import type { Placed } from './exported.ts';
import type { EmulatedItem } from './model.ts';

/** Content of a job's configuration. */
export interface JobSource {
  remote: string;
  scriptPath: string;
}

/** Supported classes of jobs, by the root element of their configuration. */
const kinds: Record<string, EmulatedItem['kind']> = {
  'com.cloudbees.hudson.plugins.folder.Folder': 'folder',
  'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject':
    'multibranch',
};

/** Characters that are not allowed in a name: `jenkins.model.Jenkins#checkGoodName`. */
const UNSAFE = /[?*/\\%!@#$^&|<>[\]:;]/;

/**
 * `POST <folder>/createItem?name=NAME`, with a configuration.
 *
 * @returns the created job
 */
export async function createItem(
  req: IncomingMessage,
  res: ServerResponse,
  placed: Placed,
  url: URL,
): Promise<Placed | undefined> {
  const refuse = (status: number, why: string) => {
    res.setHeader('x-error', why);
    sendHtml(res, status, why);
    return undefined;
  };
  if (req.method !== 'POST') return refuse(405, 'This URL requires POST');
  if (placed.item.kind !== 'folder') return refuse(404, 'Not Found');
  const name = url.searchParams.get('name')?.trim() ?? '';
  if (!name) return refuse(400, 'Query parameter "name" is required');
  const unsafe = UNSAFE.exec(name)?.[0];
  if (unsafe) return refuse(400, `${unsafe} is an unsafe character`);
  if (placed.item.items.some(item => item.name === name)) {
    return refuse(400, `A job already exists with the name ${name}`);
  }
  if (!/^(application|text)\/xml\b/.test(req.headers['content-type'] ?? '')) {
    return refuse(400, 'No mode given');
  }
  const config = await bodyOf(req);
  const kind = kinds[/<([A-Za-z][\w.-]*)/.exec(config)?.[1] ?? ''];
  if (!kind) return refuse(500, 'The configuration is of no known class');
  const item: EmulatedItem = { kind, name, config, builds: [], items: [] };
  placed.item.items.push(item);
  res.writeHead(200).end();
  return childOf(placed, item);
}

/** `GET <job>/config.xml`. For a job that no client created, only the elements that clients read. */
export function configOf({ config }: EmulatedItem): string {
  return config ?? '<?xml version="1.1" encoding="UTF-8"?>\n<project/>';
}

/** Source of a job that a client created. */
export function sourceOf({ config }: EmulatedItem): JobSource | undefined {
  const valueOf = (element: string) => {
    const found = new RegExp(`<${element}>([^<]*)</${element}>`).exec(
      config ?? '',
    );
    return found && unescaped(found[1]).trim();
  };
  const remote = valueOf('remote');
  if (!remote) return undefined;
  return { remote, scriptPath: valueOf('scriptPath') ?? 'Jenkinsfile' };
}

function unescaped(text: string): string {
  const named: Record<string, string> = {
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    amp: '&',
  };
  return text.replace(/&(\w+);/g, (all, name) => named[name] ?? all);
}
