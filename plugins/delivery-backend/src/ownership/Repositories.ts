export { Repositories } from '@fairway/backstage-plugin-delivery-node';
