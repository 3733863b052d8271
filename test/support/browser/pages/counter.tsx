import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../../src/components/styles.css';
import { useHeartbeatSocket } from '../../../../src/index.js';

/** As small a page as shows that the source of the package runs in a served page. */
function Counter() {
  const [count, setCount] = useState(0);
  const { status } = useHeartbeatSocket(null);
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      {status} {count} {location.search}
    </button>
  );
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<Counter />);
