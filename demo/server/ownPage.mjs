/** Whether a request comes from a page of this server: browsers send the Origin with every POST and every upgrade. */
export const isOwnPage = ({ headers: { origin, host } }) => origin === `http://${host}` || origin === `https://${host}`;
