import { spokenOutage } from './spokenOutage.js';

/** The test's own data as a table. */
export function OutageTable() {
  return (
    <table>
      <thead>
        <tr>
          <th>What happens</th>
          <th>What a screen reader says by itself</th>
        </tr>
      </thead>
      <tbody>
        {spokenOutage.map(({ happens, says, snapshot }) => (
          <tr key={happens}>
            <td>{happens}</td>
            <td>
              {says ?? 'nothing'}
              {says && snapshot.status === 'failed' && ' (as an alert)'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
