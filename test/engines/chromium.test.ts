import { startChromium } from '../support/engines/puppeteerEngine.js';
import { engineWorld } from '../support/engines/engineWorld.js';
import { outageSteps } from './outageSteps.js';
import { pageSteps } from './pageSteps.js';

const world = engineWorld(startChromium);
pageSteps(world);
outageSteps(world);
