import { expect, it } from 'vitest';
import type { ChatMessage, Via } from '../../demo/page/chat/chatProtocol.js';
import { converse, EMPTY, type ChatEvent, type Conversation } from '../../demo/page/chat/conversation.js';
import { compare } from '../../demo/page/chat/neverArrived.js';

const theirs = (id: string, at = 0): ChatMessage => ({ id, name: 'Mara', text: id, at, via: [] });
const ours = (id: string, ...via: Via[]): ChatMessage => ({ id, name: 'You', text: id, at: 0, via });
const history = (...messages: ChatMessage[]): ChatEvent => ({ type: 'chat.history', messages });
const said = (id: string, fate: 'handed' | 'waiting'): ChatEvent => ({
  type: 'said-here',
  saying: { id, text: id },
  fate,
  at: 0,
});
const after = (...events: ChatEvent[]): Conversation => events.reduce(converse, EMPTY);
const ids = ({ items }: Conversation): string[] => items.map(({ id }) => id);

it('catches up: what was missed comes last and is counted, ours stays where it was written', () => {
  const state = after(history(theirs('a')), said('mine', 'waiting'), history(theirs('a'), theirs('b'), theirs('c')), {
    type: 'chat.said',
    message: ours('mine', 'kit'),
  });
  expect(ids(state)).toEqual(['a', 'mine', 'b', 'c']);
  expect(state.catchUps).toEqual([{ firstId: 'b', count: 2 }]);
  expect(state.items.map(({ isLate }) => isLate)).toEqual([false, false, true, true]);
  expect(state.items[1]).toMatchObject({ fate: 'arrived', via: ['kit'] });
});

it('calls the first history no catch-up, and a later one without news none either', () => {
  const state = after(history(theirs('a'), theirs('b')), history(theirs('a'), theirs('b')));
  expect(state).toMatchObject({ catchUps: [], caughtUpCount: 0 });
});

it('lets what was in doubt wait, unless it has arrived', () => {
  const state = after(history(theirs('a')), said('one', 'handed'), said('two', 'handed'), {
    type: 'chat.said',
    message: ours('one', 'kit'),
  });
  expect(converse(state, { type: 'waits', ids: ['one', 'two'] }).items.map(({ fate }) => fate)).toEqual([
    null,
    'arrived',
    'waiting',
  ]);
});

it('knows from the kit what never arrived at the plain pane, and which of our messages reached no one through it', () => {
  const kit = after(history(theirs('a')), said('mine', 'waiting'), history(theirs('a'), theirs('b')), {
    type: 'chat.said',
    message: ours('mine', 'kit'),
  });
  const plain = after(history(theirs('a')), said('mine', 'handed'));
  const lost = compare(kit.items, plain.items, 5_000, 1_000);
  expect(lost.missed.map(({ id }) => id)).toEqual(['b']);
  expect(lost.unheardIds).toEqual(['mine']);
});

it('finds nothing lost where both paths bring everything, nor before it could have come', () => {
  const events = [history(theirs('a')), said('mine', 'handed')] as const;
  const kit = after(
    ...events,
    { type: 'chat.said', message: ours('mine', 'kit') },
    { type: 'chat.also', id: 'mine', via: 'plain' },
  );
  const plain = after(...events);
  expect(compare(kit.items, plain.items, 5_000, 1_000)).toEqual({ missed: [], unheardIds: [] });
  const young = after(history(theirs('a'), theirs('b', 4_500)));
  expect(compare(young.items, plain.items, 5_000, 1_000).missed).toEqual([]);
});
