import { gradient } from './bowl.formula?wrt=y';

self.onmessage = ({ data }) => self.postMessage([...gradient(data, 3)]);
