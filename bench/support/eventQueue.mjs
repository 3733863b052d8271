/** A binary heap of things to happen: `pop` gives the earliest, and of two at the same time the one that was put in first. */
export function createEventQueue() {
  const heap = [];
  let seq = 0;
  const isBefore = (a, b) => a.at < b.at || (a.at === b.at && a.seq < b.seq);

  const rise = (index) => {
    const item = heap[index];
    for (let parent = (index - 1) >> 1; index > 0 && isBefore(item, heap[parent]); parent = (index - 1) >> 1) {
      heap[index] = heap[parent];
      index = parent;
    }
    heap[index] = item;
  };
  const sink = (item) => {
    let index = 0;
    for (let child = 1; child < heap.length; child = 2 * index + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child += 1;
      if (!isBefore(heap[child], item)) break;
      heap[index] = heap[child];
      index = child;
    }
    heap[index] = item;
  };

  return {
    push: (at, happen) => {
      heap.push({ at, happen, seq: seq++ });
      rise(heap.length - 1);
    },
    pop: () => {
      const first = heap[0];
      const last = heap.pop();
      if (heap.length > 0) sink(last);
      return first;
    },
  };
}
