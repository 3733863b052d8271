import { startWebKit } from '../support/engines/webkitEngine.js';
import { engineWorld } from '../support/engines/engineWorld.js';
import { outageSteps } from './outageSteps.js';
import { pageSteps } from './pageSteps.js';

const world = engineWorld(startWebKit);
pageSteps(world);
outageSteps(world);
