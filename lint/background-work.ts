import type { RuleTester } from 'oxlint/plugins-dev';

type Rule = Extract<Parameters<RuleTester['run']>[1], { create: unknown }>;
type Visitor = ReturnType<Rule['create']>;
type Declarator = Parameters<NonNullable<Visitor['VariableDeclarator']>>[0];
type Expression = NonNullable<Declarator['init']>;
type Target = Declarator['id'] | Parameters<NonNullable<Visitor['AssignmentExpression']>>[0]['left'];
type Scope = ReturnType<Parameters<Rule['create']>[0]['sourceCode']['getScope']>;
type Variable = Scope['variables'][number];
/** What may be an async function. */
type Value = { type: string; async?: boolean } | null;

const MESSAGE =
  'A rejection of this promise ends the process or stops what waits for it. Pass the work to inBackground of @trunkline/service, or make it a loop with startLoop.';

/**
 * A promise of an async function of the same file that is stored for others, and not awaited where it begins: `flushing ??=
 * flush()`. `no-floating-promises` takes it for handled, although its rejection ends the process or stops what waits for it.
 */
const noUnownedPromise: Rule = {
  meta: { type: 'problem', messages: { unowned: MESSAGE } },
  create(context) {
    const asyncNames = new Set<string>();
    const stored: { node: Expression; target: Target }[] = [];
    const note = (name: { range: [number, number] } | null, value: Value): void => {
      if (name && value?.async) asyncNames.add(context.sourceCode.text.slice(...name.range));
    };

    /** True for a call whose rejection nothing in the expression handles. */
    function mayReject(node: Expression): boolean {
      if (node.type === 'LogicalExpression') return mayReject(node.right);
      if (node.type !== 'CallExpression') return false;
      const { callee } = node;
      if ('async' in callee && callee.async) return true;
      if (callee.type === 'Identifier') return asyncNames.has(callee.name);
      if (callee.type !== 'MemberExpression') return false;
      const method = context.sourceCode.getText(callee.property);
      if (callee.object.type === 'ThisExpression') return asyncNames.has(method);
      if (method === 'catch' || (method === 'then' && node.arguments.length === 2)) return false;
      return mayReject(callee.object);
    }

    function find(scope: Scope | null, name: string): Variable | undefined {
      return scope ? (scope.set.get(name) ?? find(scope.upper, name)) : undefined;
    }

    /** True where the function in which the promise begins uses it too: it may await it there. */
    function isUsedHere(node: Expression, target: Target): boolean {
      if (target.type !== 'Identifier') return target.type !== 'MemberExpression';
      const scope = context.sourceCode.getScope(node);
      const uses = find(scope, target.name)?.references ?? [];
      return uses.some(({ from, identifier }) => {
        const isElsewhere = identifier.range[0] < target.range[0] || identifier.range[0] > node.range[1];
        return isElsewhere && from.variableScope === scope.variableScope;
      });
    }

    return {
      FunctionDeclaration: (node) => note(node.id, node),
      MethodDefinition: (node) => note(node.key, node.value),
      PropertyDefinition: (node) => note(node.key, node.value),
      VariableDeclarator(node) {
        note(node.id, node.init);
        if (node.init) stored.push({ node: node.init, target: node.id });
      },
      AssignmentExpression(node) {
        const isUsed = node.parent.type !== 'ExpressionStatement'; // awaited or returned, as `return (opened ??= open())`
        if (!isUsed) stored.push({ node: node.right, target: node.left });
      },
      'Program:exit'() {
        for (const { node, target } of stored)
          if (mayReject(node) && !isUsedHere(node, target)) context.report({ node, messageId: 'unowned' });
      },
    };
  },
};

const plugin = { meta: { name: 'background-work' }, rules: { 'no-unowned-promise': noUnownedPromise } };
export default plugin;
