import type { Version } from '@fairway/backstage-plugin-delivery-common';
import type { TemplateRecord } from '../../kubernetes';

/** Software of a pod template, as far as its labels and annotations are reliable. */
export interface Software {
  version?: Version;
  commit?: string;
  source?: string;
  /** http(s) address of the run that built it */
  buildUrl?: string;
}

/**
 * Reads the software of a template. `kubectl set image` changes the image but not
 * labels and annotations. So a value that an earlier template had with another
 * image is not used.
 *
 * @param earlier - earlier templates of the same workload
 */
export function softwareOf(
  template: TemplateRecord,
  earlier: TemplateRecord[],
): Software {
  const others = earlier.filter(t => t.mainImage !== template.mainImage);
  const own = (field: 'versionLabel' | 'commit' | 'buildUrl') =>
    others.some(t => t[field] === template[field])
      ? undefined
      : template[field];
  const label = own('versionLabel');
  const buildUrl = own('buildUrl');
  return {
    version: label
      ? { value: label, from: 'label' }
      : imageVersion(template.mainImage),
    commit: own('commit'),
    source: template.source,
    ...(buildUrl !== undefined && { buildUrl }),
  };
}

/** @see https://github.com/distribution/reference/blob/main/reference.go */
function imageVersion(image: string): Version | undefined {
  const [name, digest] = image.split('@');
  if (!name) return undefined;
  const tag = name.slice(name.lastIndexOf('/') + 1).split(':')[1];
  if (tag) return { value: tag, from: 'tag' };
  const hash = digest?.split(':')[1];
  return hash
    ? { value: hash.slice(0, 12), from: 'digest' }
    : // The tag that is pulled when none is given
      { value: 'latest', from: 'tag' };
}
