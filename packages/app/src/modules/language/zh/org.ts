import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { orgTranslationRef } from '@backstage/plugin-org/alpha';

export default createTranslationMessages({
  ref: orgTranslationRef,
  full: false,
  messages: {
    'groupProfileCard.groupNotFound': '找不到群组',
    'groupProfileCard.editIconButtonTitle': '编辑元数据',
    'groupProfileCard.refreshIconButtonTitle': '安排刷新此实体',
    'groupProfileCard.refreshIconButtonAriaLabel': '刷新',
    'groupProfileCard.listItemTitle.entityRef': '实体引用',
    'groupProfileCard.listItemTitle.email': '邮箱',
    'groupProfileCard.listItemTitle.parentGroup': '上级群组',
    'groupProfileCard.listItemTitle.childGroups': '下级群组',
    'membersListCard.cardLabel': '{{memberName}} 的用户页面',
    'membersListCard.title': '{{groupName}} 的成员',
    'membersListCard.noMembersDescription': '此群组没有成员。',
    'membersListCard.noSearchResult': '没有与 "{{searchTerm}}" 匹配的成员。',
    'membersListCard.aggregateMembersToggle.label': '包括下级群组',
    'ownershipCard.title': '负责的实体',
    'ownershipCard.aggregateRelationsToggle.label': '包括间接负责的实体',
    'userProfileCard.userNotFound': '找不到用户',
    'userProfileCard.editIconButtonTitle': '编辑元数据',
    'userProfileCard.listItemTitle.email': '邮箱',
    'userProfileCard.listItemTitle.memberOf': '所属群组',
    'userProfileCard.moreGroupButtonTitle': '…更多（{{number}}）',
    'userProfileCard.allGroupDialog.title': '{{name}} 的所有群组：',
    'userProfileCard.allGroupDialog.closeButtonTitle': '关闭',
  },
});
