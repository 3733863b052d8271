import { CopyButton } from './CopyButton.js';
import { PLACES } from './places.js';

/** Six lines; a test compiles them. */
const CODE = `const { send, socket } = useHeartbeatSocket('/ws');

<HeartbeatProvider socket={socket}>
  <ConnectionBanner />
  <App />
</HeartbeatProvider>`;

/** What a developer does next. */
export function Adopt() {
  return (
    <section className="adopt column" aria-label="Take it home">
      <div className="card code">
        <h2>All of it, in your app</h2>
        <CopyButton text={CODE} className="quiet">
          Copy
        </CopyButton>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that a keyboard can scroll it */}
        <pre tabIndex={0} aria-label="The code">
          <code>{CODE.split(/(\buse\w+|<\/?\w+|\/?>)/).map(colour)}</code>
        </pre>
      </div>
      <a className="card" href={PLACES.storybook}>
        <h2>Storybook</h2>
        <p>Every state of every part, in seven languages, with the code to take away.</p>
        <span className="go">Open Storybook →</span>
      </a>
      <a className="card" href={PLACES.dashboard}>
        <h2>Operators’ dashboard</h2>
        <p>Who is connected, who is slow, who was cut and why. Change the interval on live connections.</p>
        <span className="go">Open dashboard →</span>
      </a>
    </section>
  );
}

/** Names of ours stand out; odd parts are those that the split found. */
function colour(part: string, index: number) {
  return index % 2 ? <b key={index}>{part}</b> : part;
}
