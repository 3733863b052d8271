import { useState } from 'react';

const ANIMALS = [
  'Otter',
  'Heron',
  'Lynx',
  'Marten',
  'Plover',
  'Badger',
  'Curlew',
  'Stoat',
  'Wren',
  'Hare',
  'Ibex',
  'Tern',
];
const KEY = 'heartbeat-demo-name';

/** The visitor's name. It is kept for this tab, so that two tabs are two people. */
export function useGuestName(): [string, (name: string) => void] {
  const [name, setName] = useState(() => sessionStorage.getItem(KEY) ?? randomName());
  return [
    name,
    (next) => {
      sessionStorage.setItem(KEY, next);
      setName(next);
    },
  ];
}

const randomName = (): string => ANIMALS[Math.floor(Math.random() * ANIMALS.length)] ?? 'Guest';
