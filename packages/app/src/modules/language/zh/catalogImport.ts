import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { catalogImportTranslationRef } from '@backstage/plugin-catalog-import/alpha';

/** Without the texts for a pull request, which only some Git servers support. */
export default createTranslationMessages({
  ref: catalogImportTranslationRef,
  full: false,
  messages: {
    'buttons.back': '上一步',
    'defaultImportPage.headerTitle': '注册已有组件',
    'defaultImportPage.contentHeaderTitle': '将组件加入 {{appTitle}}',
    'defaultImportPage.supportTitle':
      '将组件加入软件目录，即可在 {{appTitle}} 中查看。',
    'importInfoCard.title': '注册已有组件',
    'importInfoCard.deepLinkTitle': '了解软件目录',
    'importInfoCard.linkDescription':
      '输入代码仓库的 URL，将其加入 {{appTitle}}。',
    'importInfoCard.fileLinkTitle': '链接到已有的实体文件',
    'importInfoCard.examplePrefix': '示例：',
    'importInfoCard.fileLinkDescription':
      '向导会分析文件、预览实体，并将其加入 {{appTitle}} 的软件目录。',
    'importInfoCard.githubIntegration.title': '链接到代码仓库',
    'importInfoCard.githubIntegration.label': '仅限 GitHub',
    'importInfoCard.exampleDescription':
      '向导会在代码仓库中查找所有 {{catalogFilename}} 文件、预览实体，并将其加入 {{appTitle}} 的软件目录。',
    'importInfoCard.preparePullRequestDescription':
      '如果没有找到实体，向导会准备一个拉取请求，添加示例 {{catalogFilename}}。拉取请求合并后，{{appTitle}} 的软件目录会读取所有实体。',
    'importStepper.singleLocation.title': '选择位置',
    'importStepper.singleLocation.description': '找到的位置：1',
    'importStepper.multipleLocations.title': '选择位置',
    'importStepper.multipleLocations.description':
      '找到的位置：{{length, number}}',
    'importStepper.noLocation.title': '创建拉取请求',
    'importStepper.analyze.title': '选择 URL',
    'importStepper.prepare.title': '导入操作',
    'importStepper.prepare.description': '可选',
    'importStepper.review.title': '检查',
    'importStepper.finish.title': '完成',
    'stepFinishImportLocation.backButtonText': '再注册一个',
    'stepFinishImportLocation.locations.new': '以下实体已加入软件目录：',
    'stepFinishImportLocation.locations.existing': '已触发刷新以下位置：',
    'stepFinishImportLocation.locations.viewButtonText': '查看组件',
    'stepFinishImportLocation.locations.backButtonText': '再注册一个',
    'stepInitAnalyzeUrl.error.repository': '无法为您的代码仓库生成实体',
    'stepInitAnalyzeUrl.error.locations': '此位置没有实体',
    'stepInitAnalyzeUrl.error.default':
      '收到类型为 {{type}} 的未知分析结果，请联系支持团队。',
    'stepInitAnalyzeUrl.error.url': '必须以 http:// 或 https:// 开头。',
    'stepInitAnalyzeUrl.urlHelperText': '请输入实体文件的完整路径',
    'stepInitAnalyzeUrl.nextButtonText': '分析',
    'stepPrepareSelectLocations.locations.description':
      '请选择代码仓库中的一个或多个位置：',
    'stepPrepareSelectLocations.locations.selectAll': '全选',
    'stepPrepareSelectLocations.existingLocations.description':
      '以下位置已在软件目录中：',
    'stepPrepareSelectLocations.nextButtonText': '检查',
    'stepReviewLocation.catalog.exists': '以下位置已在软件目录中：',
    'stepReviewLocation.catalog.new': '以下实体将加入软件目录：',
    'stepReviewLocation.refresh': '刷新',
    'stepReviewLocation.import': '导入',
  },
});
