import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findWordsInCode, findWordsInProse } from './plainWords.ts';

const words = (text: string) =>
  findWordsInProse(text).map(({ line, word }) => `${line} ${word}`);
const wordsInCode = (text: string) =>
  findWordsInCode(text).map(({ line, word }) => `${line} ${word}`);

describe('findWordsInProse', () => {
  it('reports a refused word with its line and a replacement', () => {
    assert.deepEqual(findWordsInProse('The list is\nread anew each time.'), [
      { line: 2, word: 'anew', instead: "'again'" },
    ]);
  });

  it('reports a word at the start of a sentence', () => {
    assert.deepEqual(words('Whoever signs in may read.'), ['1 Whoever']);
  });

  it('accepts "besides" before a noun and reports it at the end of a phrase', () => {
    assert.deepEqual(words('besides the Gitea of the portal'), []);
    assert.deepEqual(words('They need a JDK besides.\nAnd Maven besides'), [
      '1 besides',
      '2 besides',
    ]);
  });

  it('accepts words that contain a refused one', () => {
    assert.deepEqual(words('untold, a-told-b and foretold'), []);
  });

  it('ignores code between backticks', () => {
    assert.deepEqual(words('Set `told` to true.'), []);
  });
});

describe('findWordsInCode', () => {
  it('reports refused words in comments and strings', () => {
    const source = [
      "const a = 'for ever';",
      '/** It has',
      ' * begun. */',
      'const b = `${told} told`; // anew',
    ].join('\n');
    assert.deepEqual(wordsInCode(source), [
      '1 for ever',
      '3 begun',
      '4 told',
      '4 anew',
    ]);
  });

  it('accepts the same words as identifiers', () => {
    assert.deepEqual(wordsInCode('if (told) begun();'), []);
  });

  it('reports a former name wherever it is', () => {
    assert.deepEqual(
      wordsInCode("class JobFeed {}\n// a JobFeed\nconst x = 'gone-back';"),
      ['1 JobFeed', '2 JobFeed', '3 gone-back'],
    );
  });

  it('reports a former name of a type that is also an ordinary word', () => {
    assert.deepEqual(wordsInCode('interface Place {}\n// Place it here'), [
      '1 interface Place',
    ]);
  });

  it('accepts longer names that contain a former one', () => {
    assert.deepEqual(wordsInCode('useSurroundingsOf(myRivals)'), []);
  });
});
