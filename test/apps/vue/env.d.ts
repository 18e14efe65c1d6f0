/// <reference types="vite/client" />
/// <reference types="wengert/client" />
