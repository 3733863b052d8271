'use client';
import type { HeartbeatLabels } from '../components/labels.js';

/** French. Give it to `<HeartbeatLabelsProvider labels>`, or to one component's `labels`. */
export const fr: HeartbeatLabels = {
  status: {
    idle: 'Non connecté',
    connecting: 'Connexion',
    open: 'Connecté',
    degraded: 'Instable',
    reconnecting: 'Reconnexion',
    offline: 'Hors ligne',
    paused: 'En pause',
    failed: 'Déconnecté',
    closed: 'Déconnecté',
  },
  title: {
    manual: 'Reconnexion',
    'heartbeat-timeout': 'La connexion a expiré',
    'connect-timeout': 'Le serveur ne répond pas',
    'connect-error': 'Serveur injoignable',
    closed: 'Connexion perdue',
    'network-offline': 'Vous êtes hors ligne',
    drain: 'Redémarrage du serveur',
    overload: 'Serveur surchargé',
    auth: 'Session terminée',
    refused: 'Connexion refusée',
    sleep: 'Connexion perdue pendant la veille',
    hidden: 'Déconnecté en arrière-plan',
  },
  description: {
    manual: 'Ouverture d’une nouvelle connexion.',
    'heartbeat-timeout': 'Le serveur ne répond plus. Reconnexion en cours.',
    'connect-timeout': 'Nouvel essai automatique.',
    'connect-error': 'Nouvel essai automatique.',
    closed: 'Reconnexion automatique.',
    'network-offline': 'Reconnexion dès le retour du réseau.',
    drain: 'Reconnexion dans un instant.',
    overload: 'L’attente est un peu plus longue cette fois.',
    auth: 'Renouvellement de votre session.',
    refused: 'Nouvel essai automatique.',
    sleep: 'Reconnexion automatique.',
    hidden: 'Reconnexion automatique.',
  },
  failed: {
    title: 'Reconnexion impossible',
    exhausted: (attempts) => {
      if (attempts === 0) return 'La reconnexion automatique est désactivée.';
      return attempts === 1 ? '1 essai effectué.' : `${attempts} essais effectués.`;
    },
    auth: 'Reconnectez-vous à votre compte.',
    refused: 'Vous n’y avez pas accès.',
  },
  banner: {
    region: 'Connexion',
    restored: 'De nouveau en ligne',
    attempt: (attempt, maxAttempts) =>
      maxAttempts < Infinity ? `Essai ${attempt} sur ${maxAttempts}.` : `Essai ${attempt}.`,
    dismiss: 'Fermer',
    details: 'Détails',
    closeCode: (code, reason) => `Code ${code}${reason && `: ${reason}`}`,
  },
  countdown: { waiting: (seconds) => `Nouvel essai dans ${seconds} s`, connecting: 'Connexion…' },
  button: { reconnect: 'Se reconnecter' },
  indicator: {
    latency: (ms) => `${ms} ms`,
    since: (at) => `depuis ${new Date(at).toLocaleTimeString('fr', { timeStyle: 'short' })}`,
  },
  latency: {
    name: 'Latence',
    value: (ms) => `${ms} ms`,
    none: 'pas encore de réponse',
    level: { good: 'bonne', fair: 'moyenne', poor: 'mauvaise' },
    summary: (pongs, missed, lowestMs, highestMs) =>
      `${pongs} réponses entre ${lowestMs} et ${highestMs} ms, ${missed} manquées`,
  },
  log: {
    name: 'Événements',
    filter: 'Afficher',
    everything: 'Tout',
    pause: 'Pause',
    follow: 'Suivre',
    copy: 'Copier',
    copied: 'Copié',
    download: 'Télécharger',
    empty: 'Aucun événement.',
    earlier: (count) => `${count} plus anciens non affichés`,
  },
  settings: {
    name: 'Pulsation',
    interval: 'Intervalle en secondes',
    timeout: 'Délai en secondes',
    apply: 'Appliquer',
    invalid: 'Saisissez des secondes entières, à partir de 1.',
    pings: (perMinute) => `${perMinute} pulsations par minute`,
    traffic: (kilobytesPerHour) => `${kilobytesPerHour} ko par heure`,
    detection: (seconds) => `Panne détectée en ${seconds} s au plus`,
    source: { default: 'par défaut', options: 'de l’application', gateway: 'de la passerelle', runtime: 'modifié ici' },
  },
};
