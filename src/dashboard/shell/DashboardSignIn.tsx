'use client';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { createAdminClient, type AdminClient } from '../../admin/createAdminClient.js';
import { Icon } from './Icon.js';

/** Props of `DashboardSignIn`. */
export interface DashboardSignInProps {
  /** The base of the admin interface. @default '.' (the page that the gateway serves) */
  readonly baseUrl?: string | undefined;
  /**
   * Called with a client whose token the gateway has accepted, and with whether the person wants the token to be kept.
   */
  readonly onSignIn: (client: AdminClient, token: string, keep: boolean) => void;
  /** Why the person has to sign in (again), in a sentence. */
  readonly reason?: string | undefined;
}

/** Asks for a token and tries it. The token goes to the gateway and to `onSignIn`, and nowhere else. */
export function DashboardSignIn({ baseUrl = '.', onSignIn, reason }: DashboardSignInProps): ReactNode {
  const [token, setToken] = useState('');
  const [keep, setKeep] = useState(false);
  const [isTrying, setIsTrying] = useState(false);
  const [problem, setProblem] = useState(reason ?? '');
  const id = useId();

  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (token.trim() === '' || isTrying) return;
    setIsTrying(true);
    const client = createAdminClient({ baseUrl, token: token.trim() });
    const me = await client.me();
    setIsTrying(false);
    if (me.ok) return onSignIn(client, token.trim(), keep);
    setProblem(sentenceFor(me.status));
  };

  return (
    <main className="hbd-signin">
      <form className="hbd-card" aria-labelledby={`${id}-title`} onSubmit={(event) => void signIn(event)}>
        <Icon name="beat" />
        <h1 id={`${id}-title`}>Paste your token</h1>
        <label className="hbd-hidden" htmlFor={id}>
          Token
        </label>
        <input
          id={id}
          className="hbd-text"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={token}
          aria-invalid={problem !== '' || undefined}
          aria-describedby={`${id}-problem`}
          onChange={(event) => {
            setToken(event.target.value);
            setProblem('');
          }}
        />
        <output id={`${id}-problem`} className="hbd-problem">
          {problem}
        </output>
        <label className="hbd-check">
          <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
          <span>Keep it until this tab is closed</span>
        </label>
        <button type="submit" className="hbd-button" data-look="solid" aria-busy={isTrying || undefined}>
          {isTrying ? 'Trying…' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}

function sentenceFor(status: number): string {
  if (status === 401 || status === 403) return 'The gateway does not accept this token.';
  if (status === 429) return 'Too many wrong tokens came from here. Wait a minute.';
  if (status === 404) return 'The gateway has no token set up, so no one can sign in.';
  if (status === 0) return 'The gateway does not answer.';
  return `The gateway answered with ${status}.`;
}
