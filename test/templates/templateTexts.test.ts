import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { translateTexts } from '../../packages/app/src/modules/templates/translateTexts.ts';
import { zh } from '../../packages/app/src/modules/templates/zh.ts';

const folder = path.join(import.meta.dirname, '../../templates/service');

interface Template {
  metadata: object;
  spec: { parameters: object[]; steps: { name: string }[] };
}

/** The texts of all templates that users see before a task has ended. */
const texts = readdirSync(folder)
  .filter(file => file.endsWith('.yaml'))
  .flatMap(file =>
    parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')),
  )
  .flatMap(document => {
    const { metadata, spec }: Template = document.toJS();
    return textsIn([
      metadata,
      spec.parameters,
      spec.steps.map(({ name }) => ({ title: name })),
    ]);
  });

/** Collects the texts that {@link translateTexts} asks for. */
function textsIn(value: unknown): string[] {
  const found: string[] = [];
  const none: Record<string, string> = {};
  translateTexts(
    value,
    new Proxy(none, {
      get: (_target, text) => {
        found.push(String(text));
        return undefined;
      },
    }),
  );
  return found;
}

describe('the software templates', () => {
  it('have Chinese for each text', () => {
    assert.ok(texts.includes('New service'));
    assert.ok(texts.includes('Wait for rollout'));
    assert.deepEqual(
      texts.filter(text => !zh[text]),
      [],
    );
  });

  it('have no Chinese for texts that no longer exist', () => {
    assert.deepEqual(
      Object.keys(zh).filter(text => !texts.includes(text)),
      [],
    );
  });

  it('use full-width punctuation in Chinese', () => {
    assert.deepEqual(
      Object.values(zh).filter(text =>
        /\p{Script=Han}[,;:?!()]|[,;:?!()]\p{Script=Han}/u.test(text),
      ),
      [],
    );
  });

  it('translates texts, lists of texts and messages, and nothing else', () => {
    const form = {
      title: 'Service',
      properties: {
        title: { title: 'Name', default: 'Name', enum: ['None'] },
        errorMessage: { description: 'unknown text' },
      },
      enumNames: ['None', 'CPU'],
      errorMessage: { pattern: 'None' },
    };
    assert.deepEqual(
      translateTexts(form, { Service: '服务', Name: '名称', None: '无' }),
      {
        title: '服务',
        properties: {
          title: { title: '名称', default: 'Name', enum: ['None'] },
          errorMessage: { description: 'unknown text' },
        },
        enumNames: ['无', 'CPU'],
        errorMessage: { pattern: '无' },
      },
    );
  });
});
