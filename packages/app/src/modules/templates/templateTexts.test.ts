import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { translateTexts } from './translateTexts';
import { zh } from './zh';

const folder = path.join(__dirname, '../../../../../templates/service');

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
    expect(texts).toContain('New service');
    expect(texts).toContain('Wait for rollout');
    expect(texts.filter(text => !zh[text])).toEqual([]);
  });

  it('have no Chinese for texts that no longer exist', () => {
    expect(Object.keys(zh).filter(text => !texts.includes(text))).toEqual([]);
  });

  it('use full-width punctuation in Chinese', () => {
    expect(
      Object.values(zh).filter(text =>
        /\p{Script=Han}[,;:?!()]|[,;:?!()]\p{Script=Han}/u.test(text),
      ),
    ).toEqual([]);
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
    expect(
      translateTexts(form, { Service: '服务', Name: '名称', None: '无' }),
    ).toEqual({
      title: '服务',
      properties: {
        title: { title: '名称', default: 'Name', enum: ['None'] },
        errorMessage: { description: 'unknown text' },
      },
      enumNames: ['无', 'CPU'],
      errorMessage: { pattern: '无' },
    });
  });
});
