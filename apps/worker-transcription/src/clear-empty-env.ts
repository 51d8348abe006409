// Empty means not set. The AI SDK reads these variables itself when it is imported, and an empty one would end the process.
for (const name of ['OPENAI_BASE_URL', 'OPENAI_API_KEY']) if (process.env[name] === '') delete process.env[name];
