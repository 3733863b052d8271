import { useState, type ReactNode } from 'react';
import { createAdminClient, DashboardSignIn, HeartbeatDashboard, type AdminClient } from '../src/dashboard/index.js';
import { keptToken } from './keptToken.js';
import { toggleTheme } from './theme.js';

/** The page's own folder is the base of the admin interface, whatever prefix a proxy puts before it. */
const BASE_URL = '.';

/** The page that every gateway serves: sign in, then the dashboard. */
export function App(): ReactNode {
  const [client, setClient] = useState<AdminClient | null>(() => {
    const token = keptToken.read();
    return token === null ? null : createAdminClient({ baseUrl: BASE_URL, token });
  });
  const [reason, setReason] = useState<string>();
  if (client === null) {
    return (
      <DashboardSignIn
        baseUrl={BASE_URL}
        reason={reason}
        onSignIn={(signedIn, token, keep) => {
          if (keep) keptToken.keep(token);
          setClient(signedIn);
        }}
      />
    );
  }
  return (
    <HeartbeatDashboard
      client={client}
      onTheme={toggleTheme}
      onSignOut={(why) => {
        keptToken.forget();
        setReason(why === 'refused' ? 'The gateway no longer accepts your token.' : undefined);
        setClient(null);
      }}
    />
  );
}
