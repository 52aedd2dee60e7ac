import { XML_LIMITS, XmlFilter, isWithinXmlLimits } from './XmlFilter';

function filter(parts: Iterable<string>, dropped: string[] = []): string {
  const xml = XmlFilter.create(dropped);
  for (const part of parts) xml.push(part);
  return xml.end();
}

describe('XmlFilter', () => {
  const report =
    '<?xml version="1.0"?><!-- a --><r a="1 > 0"><kw n=\'</kw>\'>x<kw/><kw>y</kw></kw><t>z<![CDATA[<kw>]]></t></r>';
  const kept =
    '<?xml version="1.0"?><!-- a --><r a="1 > 0"><t>z<![CDATA[<kw>]]></t></r>';

  it('takes elements out, wherever the text is cut', () => {
    expect(filter([report], ['kw'])).toBe(kept);
    expect(filter(report, ['kw'])).toBe(kept);
    expect(filter([report])).toBe(report);
  });

  it('keeps elements whose name only begins like a dropped one', () => {
    expect(filter(['<r><kws>a</kws></r>'], ['kw'])).toBe('<r><kws>a</kws></r>');
  });

  it.each([
    ['<a/>'.repeat(XML_LIMITS.tags + 1), 'tags'],
    ['<a>'.repeat(XML_LIMITS.depth + 1), 'depth'],
    [`<a>${'x'.repeat(XML_LIMITS.characters)}</a>`, 'characters'],
    [`<a ${'b'.repeat(XML_LIMITS.markup)}`, 'markup'],
    [`<a b="${'>'.repeat(XML_LIMITS.markup)}`, 'markup'],
    [`<!-- ${'-'.repeat(XML_LIMITS.markup)}`, 'markup'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'doctype'],
    ['<!doctype a><a/>', 'doctype'],
  ])('refuses %.40s', (xml, limit) => {
    expect(() => filter([xml])).toThrow(
      expect.objectContaining({ name: 'XmlLimitError', limit }),
    );
    expect(isWithinXmlLimits(xml)).toBe(false);
  });

  it('counts nothing that it takes out', () => {
    const keyword = `<kw>${'<msg>text</msg>'.repeat(XML_LIMITS.tags)}</kw>`;
    expect(filter([`<a>${keyword}</a>`], ['kw'])).toBe('<a></a>');
  });
});
