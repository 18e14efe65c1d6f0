// The default theme, with colours that can be read.

import theme from 'vitepress/theme';
import './readable.css';

export default theme;
