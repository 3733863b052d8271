import { expect, it } from 'vitest';
import { pickText } from '../../src/react/notice/noticeText.js';

const texts = { en: 'Hello', de: 'Hallo', 'pt-BR': 'Olá', 'zh-Hant': '你好' };

it.each([
  [['de'], 'de'],
  [['de-AT'], 'de'],
  [['DE'], 'de'],
  [['pt'], 'pt-BR'],
  [['pt-PT'], 'pt-BR'],
  [['fr', 'de'], 'de'],
  [['fr'], 'en'],
  [[], 'en'],
])('%j gets %s', (wanted, lang) => {
  expect(pickText(texts, wanted)).toEqual({ lang, text: texts[lang as keyof typeof texts] });
});

it('takes what there is where English is missing, and nothing for an empty text', () => {
  expect(pickText({ ja: 'やあ' }, ['fr'])?.lang).toBe('ja');
  expect(pickText({ en: ' ', de: 'Hallo' }, ['en'])?.lang).toBe('de');
  expect(pickText({}, ['en'])).toBeNull();
  expect(pickText({ en: '' }, ['en'])).toBeNull();
});
