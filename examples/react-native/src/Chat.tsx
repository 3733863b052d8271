import { useHeartbeatSocket, useRetryCountdown } from 'heartbeat-socket';
import { useState } from 'react';
import { Button, Text, View } from 'react-native';
import { appPage } from './appPage';

export function Chat() {
  const [lines, setLines] = useState<readonly string[]>([]);
  const { status, lost, send, reconnect, socket } = useHeartbeatSocket('wss://example.com/ws', {
    page: appPage,
    // The system freezes an app in the background; a socket that is closed in time costs no battery.
    whenHidden: { pauseAfterMs: 20_000 },
    onMessage: (data) => setLines((before) => [...before, String(data)]),
  });
  const seconds = useRetryCountdown(socket);
  return (
    <View>
      {lost && (
        <View accessibilityRole="alert">
          <Text>Connection lost{seconds === null ? '' : `, next try in ${seconds} s`}</Text>
          <Button title="Retry now" onPress={reconnect} />
        </View>
      )}
      {lines.map((line, index) => (
        <Text key={index}>{line}</Text>
      ))}
      <Button title="Say hello" disabled={status !== 'open'} onPress={() => send('hello')} />
    </View>
  );
}
