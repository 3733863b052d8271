// Set-up of the story tests: the banner fades in even where less motion is wanted, and axe and a picture would find it pale.
const style = document.createElement('style');
style.textContent = `[data-heartbeat][data-heartbeat][data-heartbeat='banner'] { animation: none !important; }`;
document.head.append(style);
