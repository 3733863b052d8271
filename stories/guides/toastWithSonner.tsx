import { useEffect } from 'react';
import { toast } from 'sonner';
import { useConnectionBanner } from '../../src/index.js';

export function Outage() {
  const banner = useConnectionBanner();
  useEffect(() => {
    if (!banner) return void toast.dismiss('connection');
    const { title, description, reconnect, dismiss } = banner;
    const action = { label: 'Retry now', onClick: reconnect };
    toast(title, { id: 'connection', description, action, duration: Infinity, onDismiss: dismiss });
  }, [banner]);
  return null;
}
