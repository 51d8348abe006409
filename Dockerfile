# One image for all services: the TypeScript sources run as they are, and the command of a service chooses its app.
# The apps and packages are copied as whole folders, so that a new one needs no line here.

# What npm reads and nothing else: as long as it stays the same, the installations below come from the build cache.
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps apps
COPY packages packages
RUN find apps packages -mindepth 2 ! -name package.json -delete

# The newest migration and the logins of the apps, with the tools that no service needs.
FROM node:24-bookworm-slim AS migrate
WORKDIR /app
COPY --from=manifests /app ./
RUN --mount=type=cache,target=/root/.npm \
  npm ci --omit=optional --ignore-scripts --workspace=packages/db --include-workspace-root
COPY prisma.config.ts ./
COPY prisma prisma
COPY packages/service/src/postgres-session.ts packages/service/src/
COPY packages/access/src packages/access/src
RUN node_modules/.bin/prisma generate --no-hints
USER node
CMD ["node", "prisma/deploy.ts"]

# The console as static files, with the tools that build it.
FROM node:24-bookworm-slim AS console
WORKDIR /app
COPY --from=manifests /app ./
RUN npm pkg delete devDependencies optionalDependencies
RUN --mount=type=cache,target=/root/.npm \
  npm ci --ignore-scripts --workspace=apps/console --include-workspace-root=false
COPY apps/console apps/console
RUN node_modules/.bin/vite build apps/console

FROM node:24-bookworm-slim AS service
WORKDIR /app
# Callbacks are garbage at once: a larger young generation is collected less often.
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=32
COPY --from=manifests /app ./
# Native parts are optional packages, as argon2's is, so optional ones stay. What only the root asks for goes first: Prisma's
# command line is then an optional peer of its client, and --omit=peer leaves it and its 250 MB out.
RUN npm pkg delete devDependencies optionalDependencies
RUN --mount=type=cache,target=/root/.npm \
  npm ci --omit=dev --omit=peer --ignore-scripts --workspaces --include-workspace-root=false
COPY apps apps
COPY packages packages
COPY --from=migrate /app/packages/db/src/generated packages/db/src/generated
# Which commit runs, for GET /api/processes; unknown where it is not given.
ARG COMMIT=
RUN test -z "$COMMIT" || echo "$COMMIT" > COMMIT
COPY --from=console /app/apps/console/dist apps/console/dist
# A new volume takes its owner from the folder that it covers.
RUN install -d -o node -g node /var/lib/trunkline/spool
RUN install -d -o node -g node /var/lib/trunkline/recordings
USER node
