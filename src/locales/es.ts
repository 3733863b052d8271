'use client';
import type { HeartbeatLabels } from '../components/labels.js';

/** Spanish. Give it to `<HeartbeatLabelsProvider labels>`, or to one component's `labels`. */
export const es: HeartbeatLabels = {
  status: {
    idle: 'Sin conectar',
    connecting: 'Conectando',
    open: 'Conectado',
    degraded: 'Inestable',
    reconnecting: 'Reconectando',
    offline: 'Sin red',
    paused: 'En pausa',
    failed: 'Desconectado',
    closed: 'Desconectado',
  },
  title: {
    manual: 'Reconectando',
    'heartbeat-timeout': 'La conexión ha caducado',
    'connect-timeout': 'El servidor no responde',
    'connect-error': 'No se puede acceder al servidor',
    closed: 'Conexión perdida',
    'network-offline': 'Estás sin conexión',
    drain: 'El servidor se reinicia',
    overload: 'Servidor ocupado',
    auth: 'Sesión cerrada',
    refused: 'Conexión rechazada',
    sleep: 'Conexión perdida durante la suspensión',
    hidden: 'Desconectado en segundo plano',
  },
  description: {
    manual: 'Abriendo una conexión nueva.',
    'heartbeat-timeout': 'El servidor dejó de responder. Reconectando.',
    'connect-timeout': 'Se reintenta automáticamente.',
    'connect-error': 'Se reintenta automáticamente.',
    closed: 'Reconectando automáticamente.',
    'network-offline': 'Se reconectará cuando vuelva la red.',
    drain: 'Reconectando en un momento.',
    overload: 'Esta vez la espera es algo mayor.',
    auth: 'Renovando tu sesión.',
    refused: 'Se reintenta automáticamente.',
    sleep: 'Reconectando automáticamente.',
    hidden: 'Reconectando automáticamente.',
  },
  failed: {
    title: 'No se pudo reconectar',
    exhausted: (attempts) => {
      if (attempts === 0) return 'Los reintentos automáticos están desactivados.';
      return attempts === 1 ? 'Se intentó una vez.' : `Se intentó ${attempts} veces.`;
    },
    auth: 'Inicia sesión de nuevo.',
    refused: 'No tienes acceso.',
  },
  banner: {
    region: 'Conexión',
    restored: 'De nuevo en línea',
    attempt: (attempt, maxAttempts) =>
      maxAttempts < Infinity ? `Intento ${attempt} de ${maxAttempts}.` : `Intento ${attempt}.`,
    dismiss: 'Cerrar',
    details: 'Detalles',
    closeCode: (code, reason) => `Código ${code}${reason && `: ${reason}`}`,
  },
  countdown: { waiting: (seconds) => `Reintento en ${seconds} s`, connecting: 'Conectando…' },
  button: { reconnect: 'Reconectar ahora' },
  indicator: {
    latency: (ms) => `${ms} ms`,
    since: (at) => `desde ${new Date(at).toLocaleTimeString('es', { timeStyle: 'short' })}`,
  },
  latency: {
    name: 'Latencia',
    value: (ms) => `${ms} ms`,
    none: 'aún sin respuesta',
    level: { good: 'buena', fair: 'media', poor: 'mala' },
    summary: (pongs, missed, lowestMs, highestMs) =>
      `${pongs} respuestas entre ${lowestMs} y ${highestMs} ms, ${missed} perdidas`,
  },
  log: {
    name: 'Eventos',
    filter: 'Mostrar',
    everything: 'Todo',
    pause: 'Pausar',
    follow: 'Seguir',
    copy: 'Copiar',
    copied: 'Copiado',
    download: 'Descargar',
    empty: 'Aún no hay eventos.',
    earlier: (count) => `${count} anteriores no mostrados`,
  },
  settings: {
    name: 'Latido',
    interval: 'Intervalo en segundos',
    timeout: 'Límite en segundos',
    apply: 'Aplicar',
    invalid: 'Escribe segundos enteros, desde 1.',
    pings: (perMinute) => `${perMinute} latidos por minuto`,
    traffic: (kilobytesPerHour) => `${kilobytesPerHour} kB por hora`,
    detection: (seconds) => `Fallo detectado en ${seconds} s como máximo`,
    source: {
      default: 'predeterminado',
      options: 'de la aplicación',
      gateway: 'de la pasarela',
      runtime: 'cambiado aquí',
    },
  },
};
