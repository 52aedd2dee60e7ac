import { Content, Header, Page } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { deliveryTranslationRef } from '../translation/ref';
import { DeliveryPages } from './DeliveryPages';

/** All services by environment, with a page header, for apps of the old frontend system. */
export function FleetPage() {
  const { t } = useTranslationRef(deliveryTranslationRef);
  return (
    <Page themeId="tool">
      <Header title={t('title')} />
      <Content>
        <DeliveryPages />
      </Content>
    </Page>
  );
}
