import { StoreUnusableError } from '@smart-ingestor/contracts';

/**
 * sqlite3 without its `verbose` mode, which TypeORM switches on by itself: it prints every parameter of every statement into a string and
 * takes a stack trace, in case the statement fails. Loaded when a database is opened, so that the memory store works without the native part.
 */
export async function quietDriver(): Promise<object> {
  try {
    const { default: sqlite3 } = await import('sqlite3');
    return { Database: sqlite3.Database, verbose: () => sqlite3 };
  } catch (error) {
    throw new StoreUnusableError(
      `The native part of sqlite3 cannot be loaded (${error instanceof Error ? error.message.split('\n')[0] : String(error)}). Run "npm rebuild sqlite3" (where no binary can be fetched it needs Python 3, make and a C++ compiler), or use the memory store.`,
    );
  }
}
