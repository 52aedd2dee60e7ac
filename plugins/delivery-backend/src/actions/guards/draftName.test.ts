import { codeOf, guardedObject } from '../__testUtils__/guardContext';
import { draftName } from './draftName';

describe('draftName', () => {
  it.each([
    ['a new object of a draft', true, undefined, undefined],
    ['an existing object of a draft', true, { metadata: {} }, 'nameTaken'],
    ['an existing object of an entity', false, { metadata: {} }, undefined],
  ])('%s', async (_, isDraft, existing, code) => {
    const object = guardedObject({}, existing);
    expect(await codeOf(draftName, { isDraft, object })).toBe(code);
  });
});
