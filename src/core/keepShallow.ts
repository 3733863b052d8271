export { keepShallow } from '../client/keepShallow.js';
