import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Layout is Prettier's business: no rule here is about it.
export default defineConfig(
  // What is written in AssemblyScript is checked by its compiler.
  globalIgnores(['dist/', 'coverage/', 'src/selection/choosy/assembly/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // `array[i]!` is how a hot loop reads an array under noUncheckedIndexedAccess.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // An async function without await still turns what it throws into a rejection.
      '@typescript-eslint/require-await': 'off',
      // Methods of our objects are closures; none uses `this` but those of classes, which are called on them.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Use the Rng passed in, so that a seed repeats a run.',
        },
        { object: 'Date', property: 'now', message: 'Use performance.now() for durations.' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/runtime/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['onnxruntime-*'], message: 'Only src/runtime talks to ONNX Runtime.' }] },
      ],
    },
  },
);
