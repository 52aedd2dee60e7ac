import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { techdocsTranslationRef } from '@backstage/plugin-techdocs/alpha';

export default createTranslationMessages({
  ref: techdocsTranslationRef,
  full: false,
  messages: {
    'aboutCard.viewTechdocs': '查看文档',
    'notFound.title': '找不到文档',
    'notFound.builderNote':
      "请注意，配置中的 techdocs.builder 不是 'local'，因此找不到文档时 Backstage 不会自行生成。请确认外部流程（例如 CI/CD 流水线）会生成并发布此项目的文档；或者将 techdocs.builder 设为 'local'，由此 Backstage 实例生成文档。",
    'buildLogs.title': '构建详情',
    'buildLogs.closeDrawer': '关闭',
    'buildLogs.showBuildLogs': '显示构建日志',
    'buildLogs.waitingForLogs': '正在等待日志…',
    'stateIndicator.initialBuild.message':
      '首次访问此文档，正在准备。以后打开会快得多。',
    'stateIndicator.contentStaleRefreshing.message':
      '正在准备此文档的新版本，很快即可查看。',
    'stateIndicator.contentStaleReady.message':
      '此文档有新版本，请刷新后查看。',
    'stateIndicator.contentStaleReady.refreshButton': '刷新',
    'stateIndicator.contentStaleError.message': '此文档的新版本构建失败。',
    'redirectNotification.redirectNow': '立即跳转',
    'search.noResults': '没有找到结果',
    'search.placeholder': '在 {{entityTitle}} 的文档中搜索',
    'readerPageHeader.owner': '负责人',
    'readerPageHeader.lifecycle': '生命周期',
    'readerPageHeader.source': '源文件',
    'home.supportButton': '查找各项目的文档。',
    'pageWrapper.title': '文档',
    'pageWrapper.subtitle': '{{orgName}} 的文档',
    'table.columns.document': '文档',
    'table.columns.owner': '负责人',
    'table.columns.kind': '种类',
    'table.columns.type': '类型',
    'table.header.actions': '操作',
    'table.toolbar.searchPlaceholder': '筛选',
    'table.pagination.labelRowsSelect': '行',
    'table.body.emptyDataSourceMessage': '没有记录',
    'table.actions.copyDocsUrl': '单击以复制文档链接',
    'table.actions.addToFavorites': '收藏',
    'table.actions.removeFromFavorites': '取消收藏',
    'table.emptyState.title': '没有文档',
    'table.emptyState.description': '创建您自己的文档。请参阅入门说明',
    'table.emptyState.docsButton': '文档',
    'table.title.all': '全部',
    'error.couldNotLoad': '无法读取文档列表。',
    'nav.title': '文档',
    'entityContent.title': '文档',
    'reader.settings': '设置',
  },
});
