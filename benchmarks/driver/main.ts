import { load } from './load.js';
import { takeOrders } from './orders.js';
import { submitAtPace, submitAtRest } from './submit.js';

/** The process that all requests come from. */
takeOrders((order) => {
  switch (order.do) {
    case 'load':
      return load(order);
    case 'at-rest':
      return submitAtRest(order);
    case 'paced':
      return submitAtPace(order);
  }
});
