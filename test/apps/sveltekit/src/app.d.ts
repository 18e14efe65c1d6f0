/// <reference types="wengert/client" />

export {};
