import '@langfuse/client';
