import type {
  TemplateChange,
  TemplatePart,
} from '@fairway/backstage-plugin-delivery-common';
import type { PodTemplate } from './podTemplate';
import { templateFacts } from './templateFacts';
import type { TemplateFact } from './templateFacts';

/** Parts that never contain configuration, so every viewer of the service may see them. */
const NEVER_CONFIGURATION: TemplatePart[] = [
  'container',
  'image',
  'label',
  'port',
  'resources',
  'scheduling',
  'serviceAccount',
];

/**
 * Changes from one template to another. Values that look secret are compared but
 * hidden in the result. Without `withValues`, possible configuration has only
 * names.
 */
export function diffTemplates(
  before: PodTemplate,
  after: PodTemplate,
  options: { withValues: boolean },
): TemplateChange[] {
  const old = byKey(templateFacts(before));
  const now = byKey(templateFacts(after));
  const changes = [...new Set([...now.keys(), ...old.keys()])].flatMap(key =>
    changeOf(old.get(key), now.get(key)),
  );
  const whole = new Set(
    changes.filter(c => c.part === 'container').map(c => c.container),
  );
  return (
    changes
      // Parts of an added or removed container are not listed on their own.
      .filter(c => c.part === 'container' || !whole.has(c.container))
      .map(change =>
        options.withValues || NEVER_CONFIGURATION.includes(change.part)
          ? change
          : { ...change, before: undefined, after: undefined },
      )
      .sort((a, b) => Number(!a.container) - Number(!b.container))
  );
}

// Of two variables with the same name, the later one applies.
function byKey(facts: TemplateFact[]): Map<string, TemplateFact> {
  return new Map(
    facts.map(fact => [
      JSON.stringify([fact.part, fact.container, fact.name]),
      fact,
    ]),
  );
}

function changeOf(
  old: TemplateFact | undefined,
  now: TemplateFact | undefined,
): TemplateChange[] {
  const fact = now ?? old;
  if (!fact || old?.value === now?.value) return [];
  const { part, container, name } = fact;
  const about = { part, container, name };
  if (!old) return [{ ...about, change: 'added', after: now?.text }];
  if (!now) return [{ ...about, change: 'removed', before: old.text }];
  return [{ ...about, change: 'changed', before: old.text, after: now.text }];
}
