export { isAllowedSubmitter } from '@fairway/backstage-plugin-delivery-common';
